"""Reading a published regional plan: registers, chapters and claims, with where each word came from.

    reading = read(path, of_programme(None))
    reading = correct(reading, corrections)
    reading.as_json()

No Django and no database here.
"""
