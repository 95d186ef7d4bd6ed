// An article of our own with faults of the kind that the desk finds, and a sibling that has some of it otherwise.

export const EXAMPLE = {
  title: "Harbour board closes the Ostervik ferry",
  text: `The harbour board voted on Monday to close the ferry line between Skarnholm and Ostervik after 112 years. The line carried 4,200 passengers last year, and the board said that it could no longer pay for the fuel, two board members said, two board members said.

“Nobody asked us,” said Marta Ruiz, who runs the café on the quay in Skarnholm. Marta Ruis has sold coffee there since 1998, and she says that the the winter without a ferry will be a long one. In summer, every second guest comes from the other side.

The mayor of Ostervik, Henrik Dahl, wants to talk to the board again before the summer. He has offered to pay a part of the costs out of the town’s own budget, if the county pays as much.

The last ferry, the Norrland Princess, will leave Skarnholm on 30 June, the board said. It has not been decided what becomes of the crew of 14. The ship itself is for sale, and a yard in Lyngsund has asked for the papers.

Sign up for our newsletter to get the best stories in your inbox.`,
  siblings: [{
    name: "The Islander",
    title: "Ostervik ferry to end in June",
    text: `The harbour board decided on Monday to end the ferry line from Skarnholm to Ostervik, which has run for 112 years. The line carried 2,400 passengers last year, the board’s figures show.

Marta Ruiz, who runs the café on the quay in Skarnholm, said that nobody had asked her before the vote.

The mayor of Ostervik, Henrik Dahl, wants to talk to the board again. He has offered to pay a part of the costs from the town’s budget.

The Norrland Princess will leave Skarnholm for the last time on 30 June, the board said. It has been decided what becomes of the crew of 14: they move to the line to Lyngsund.`,
  }],
};
