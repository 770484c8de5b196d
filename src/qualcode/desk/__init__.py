"""The coding desk's core: one coder at one study, whatever the face."""
