"""The main job without a screen: pictures in, a filing acknowledged by a court's server out.

Everything is the real part: the same visit that the screens use, the same store, the same dossier, a
gateway of its own on a loopback port. What it leaves in its folder is described in README.md.
"""
