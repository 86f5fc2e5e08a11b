"""What a round found as tables, figures, a report, and files for whoever studies it further."""
