"""The observer: metrics, tallies and tables; it is shown every day and changes nothing."""
