"""How the page finder's network is made: see README.md here. Needs PyTorch, which the kiosk does not."""
