"""Letters by mail: what they say, to whom and in which language, and their delivery."""
