"""What a technician asks of the camera and of the finding of papers, without a screen and without a visit."""
