package workerd

func restrictUmask() func() { return func() {} }
