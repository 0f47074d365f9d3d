"""What is shown, as pure functions from a value to something a console can print."""
