"""What kiosk and court say to each other: wire types and signatures, shared by both ends."""
