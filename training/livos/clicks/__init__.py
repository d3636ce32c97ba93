"""The click head: one object's mask in one frame, from clicks, a box, a scribble or a mask so far (docs/network.md#click-head)."""
