"""What is said of a cohort: reasons in words, tables, the handout of a gathering and the network's report."""
