import { z } from 'zod';

// An extension's pages may compile nothing from text. zod would try as soon as a schema is made, and be reported for it:
// to be imported before all that makes one.
z.config({ jitless: true });
