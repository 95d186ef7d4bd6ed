// A short article of our own with faults of the kind that the desk finds, and a sibling that has it otherwise.

export const EXAMPLE = {
  title: "Harbour board closes the Ostervik ferry",
  text: `The harbour board voted on Monday to close the ferry line between Skarnholm and Ostervik, two board members said, two board members said. The line carried 4,200 passengers last year.

“Nobody asked us,” said Marta Ruiz, who runs the café on the quay in Skarnholm. Marta Ruis has sold coffee there since 1998, and she says that the the winter without a ferry will be a long one.

The adviser to the mayor called the vote “a mistake that we will pay for. He did not say who would pay.

The last ferry, the Norrland Princess, will leave Skarnholm on 30 June, the board said. It has not been decided what becomes of the crew of 14.

Sign up for our newsletter to get the best stories in your inbox.`,
  siblings: [{
    name: "The Islander",
    title: "Ostervik ferry to end in June",
    text: `The harbour board decided on Monday to end the ferry line from Skarnholm to Ostervik. It carried 2,400 passengers last year, the board’s figures show.

Marta Ruiz, who runs the café on the quay in Skarnholm, said that nobody had asked her before the vote.

The Norrland Princess will leave Skarnholm for the last time on 30 June, the board said. What becomes of her crew of 14 has been decided: they move to the line to Lyngsund.`,
  }],
};
