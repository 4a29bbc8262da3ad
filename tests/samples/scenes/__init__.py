"""Pictures as a camera over a desk gives them, each with the true corners of the papers in it.

For training the page finder and for measuring it: desks, light, lenses, hands and papers vary as widely
as we can draw them. ``shoot(seed)`` is the door.
"""
