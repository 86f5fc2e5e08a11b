"""What has a day: the shape that it is told in, and the sources that tell it."""
