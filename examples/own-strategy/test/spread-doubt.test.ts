import { strategyConformance } from '@alaas/testkit';

import { strategy } from '../spread-doubt.mjs';

strategyConformance(strategy);
