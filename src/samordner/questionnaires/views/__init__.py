"""Pages where questionnaires are listed, begun, written, looked at and taken out as files."""
