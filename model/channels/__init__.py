"""The two channels as a consumer meets them: live rooms and their pitches, and the shelf."""
