"""Sentences on which an export is compared with the model it was made from."""

SENTENCES = (
    "The council voted nine to four on Tuesday to close the old swimming pool by the end of March.",
    "“We were told nothing until the letters arrived,” said Marta Oyelaran, who has run the bakery for 22 years.",
    "Shares in the shipping company fell 6.4 percent after it cut its forecast for the second time this year.",
    "Nobody was hurt.",
    "Police in the northern port city said that two men, aged 34 and 51, had been arrested on suspicion of fraud, and"
    " that a third, who left the country in June, was being sought with the help of colleagues abroad.",
    "Prime Minister Ilse Brandvold did not rule out an early election.",
    "¿Quién pagará la reparación del puente?",
    "The tramway, which was to open in 2019 at a cost of €310 million, will now open in 2027 at more than twice that,"
    " according to auditors; the ministry disputes the figure, saying that it counts stations built by other means,"
    " trains ordered for another line, and interest that nobody has paid, and that a fair reckoning, which it promised"
    " to publish before the summer recess, would come to about €480 million, still well above what voters were told.",
    "Heavy rain is expected in the south-west from Friday.",
    "Asked whether she would stand again, the mayor laughed and said: “Ask my husband.”",
    "He scored twice.",
    "U.S. officials briefed reporters on the talks, which ended at 2:30 a.m. without an agreement.",
)
