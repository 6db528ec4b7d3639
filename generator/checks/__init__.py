"""What is wrong with an archive, told before it is published."""
