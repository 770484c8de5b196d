"""Coding: by hand, from files, in Word; and coding anew."""
