/** The whole firing. Prices in euro cents. */
export const products = [
  {
    id: 'bowl',
    name: 'River bowl',
    priceCents: 3400,
    picture: 'A wide bowl with a celadon glaze over bare clay',
    about:
      'Wide enough for a salad, deep enough for a broth. Celadon from our own ash, dipped by hand to two thirds.',
    size: '16 cm across, 8 cm high',
  },
  {
    id: 'cup',
    name: 'Morning cup',
    priceCents: 2200,
    picture: 'A tall cup with a handle, white glaze over brown clay',
    about: 'Holds a quarter of a litre and keeps it warm. The handle takes three fingers.',
    size: '8 cm across, 10 cm high',
  },
  {
    id: 'jug',
    name: 'Moss jug',
    priceCents: 4600,
    picture: 'A green jug with a round handle',
    about: 'A litre of water, or a kilo of flowers. Pours without dripping, which took us two years.',
    size: '12 cm across, 20 cm high',
  },
  {
    id: 'plate',
    name: 'Field plate',
    priceCents: 2800,
    picture: 'A shallow plate in straw yellow',
    about: 'Straw glaze over red clay, with a foot that lets you pick it up from the table.',
    size: '26 cm across, 4 cm high',
  },
  {
    id: 'vase',
    name: 'Night vase',
    priceCents: 5800,
    picture: 'A long-necked vase, its upper half in a deep blue glaze',
    about: 'For one branch. Cobalt above, bare grey stoneware below, where the light is.',
    size: '14 cm across, 24 cm high',
  },
  {
    id: 'teapot',
    name: 'Ember teapot',
    priceCents: 7200,
    picture: 'A round teapot in iron red',
    about: 'Iron red from a slow cooling. The lid stays on to the last cup.',
    size: '0.8 litres',
  },
];

export const findProduct = (id) => products.find((product) => product.id === id);

const euros = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' });
export const price = (cents) => euros.format(cents / 100);
