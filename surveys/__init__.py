"""What is asked and how a reply is read, whatever the channel: pure, with no clock."""
