"""The Filing Hall Kiosk: from an ID card and papers to an acknowledged filing."""
