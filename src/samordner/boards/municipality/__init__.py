"""A municipality's page: everything that somebody who takes over needs, on one day, of one programme."""
