"""The screens. Importing this package loads no Qt; the modules inside do."""
