import './shop.js';
