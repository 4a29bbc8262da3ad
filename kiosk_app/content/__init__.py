"""What courts change without touching code: resources/ loaded and held against its schemas."""
