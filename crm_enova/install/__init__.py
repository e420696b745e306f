"""What an installation or an update does beside people who work meanwhile."""
