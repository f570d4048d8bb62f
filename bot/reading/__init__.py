"""Reading words from pictures, papers and text files, in a child process that may be killed."""
