"""One function a use case: joins the rooms below and prints nothing."""
