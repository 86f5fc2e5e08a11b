"""Indicators, their measurements, and the charts that tell whether something changed."""
