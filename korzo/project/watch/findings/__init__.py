"""Is everything all right? One question a function; each answers with a light, a sentence and what to do next.

The page of the back office and `korzo check` show the same answers. A new question is a function in one of the modules
here and a line in `asking.QUESTIONS`.
"""
