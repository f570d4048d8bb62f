"""The service as an operator meets it: metrics, deployment files, releases."""
