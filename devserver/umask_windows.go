package devserver

func restrictUmask() func() { return func() {} }
