"""What is done with rounds and with those who are asked."""
