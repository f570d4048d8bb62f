"""The local chat page: a door, an HTTP interface of our own, and the page that uses it."""
