import { serve } from './main';

void serve();
