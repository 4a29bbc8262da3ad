"""One person's use of the kiosk, without a screen: the table of steps, the way through it, the visit."""
