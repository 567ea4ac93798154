#include "CTensorSupport.h"
