"""Who acts: consumers as columns; anchors, platforms and factories as objects that answer views."""
