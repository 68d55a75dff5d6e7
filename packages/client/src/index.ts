export { AlaasError } from '@alaas/contracts';
