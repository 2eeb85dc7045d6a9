"""What the pages that bring several rooms together show."""
