"""The pages of support: needs, help given, silence, grants."""
