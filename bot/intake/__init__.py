"""Whatever was sent -> an Article: links and their guard, pages, files, pastes, language."""
