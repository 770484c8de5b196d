"""What `qualcode start` asks and tells, in English."""

TEXTS = {
    "first.welcome": "This makes a study step by step: codebook, interviews, first table. Every step is a command that you see. Stop when you like (Ctrl-C): `qualcode start` goes on where you were.",
    "first.goes_on": "Going on with the study in {folder}.",
    "first.this_study": "Go on with the study “{title}” ({folder})?",
    "first.folder": "A name for the folder of your study",
    "first.this_matrix": "{file} holds an operationalisation matrix of {codes}. Make the codebook of it?",
    "first.matrix": "The file with your operationalisation matrix (Word or Excel); Enter where you have none",
    "first.without_codes": "Without a matrix you begin with an empty codebook: make codes while reading (n at the desk), or write them into codebook.yaml.",
    "first.interviews": "The folder or file with your interviews",
    "first.keywords": "Accept the {n} keywords without a remark? You can still reject what they find",
    "first.keywords.one": "Accept the keyword without a remark? You can still reject what it finds",
    "first.where_to_judge": "Judge the suggestions: 1 at the desk, here in the terminal; 2 in Excel",
    "first.filled_in": "Is {file} filled in, saved and closed? Then it is taken over",
    "first.fill_in": "Fill in the sheet {file}, save and close it. Then: {command}",
    "first.nothing_coded": "Nothing is coded yet, so there is no table to make. Code with: {code}. Then: {command}",
    "first.themes": "There are no themes yet. Begin with a candidate theme of each main code ({names})?",
    "first.themes.one": "There are no themes yet. Begin with a candidate theme of the main code ({names})?",
    "first.done": "\nThat is your first theme table; {file} has it for Word, with the proposed quotes as comments in the margin. What is left to do: {command}",
    "first.stopped": "Stopped. Go on where you were with: {command}",
}
