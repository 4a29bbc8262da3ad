"""One file a screen. A page is a view: it shows the visit and calls it, and decides nothing."""
