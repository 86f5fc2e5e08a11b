"""Cooperation with bodies outside the apparatus: partners, agreements, and arenas where one may take part."""
